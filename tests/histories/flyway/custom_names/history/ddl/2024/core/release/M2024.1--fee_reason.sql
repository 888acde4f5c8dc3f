ALTER TABLE fees ADD reason text DEFAULT '${not a placeholder}';

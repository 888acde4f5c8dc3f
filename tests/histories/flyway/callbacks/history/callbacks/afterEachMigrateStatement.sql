SELECT 'around everything';

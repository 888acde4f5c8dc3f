SELECT 'begin';

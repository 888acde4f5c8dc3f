SELECT 'never here';

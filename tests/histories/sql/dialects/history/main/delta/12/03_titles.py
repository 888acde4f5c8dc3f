def run_upgrade(cursor):
    cursor.execute("UPDATE items SET title = '' WHERE title IS NULL")

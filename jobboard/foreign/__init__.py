"""What other systems write, put into our own lines. Pure: nothing here reads or writes a database."""

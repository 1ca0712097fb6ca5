"""Files of rows, whatever wrote them: opened by what they are, and read a row at a time."""

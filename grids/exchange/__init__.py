"""The whole register of people in and out of one sheet, one row a person, as staff keep it."""

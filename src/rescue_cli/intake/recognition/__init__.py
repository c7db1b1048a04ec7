"""What a sheet is: where its tables stand, which form each is, which field each of its columns."""

"""What is kept of visits: reduced before it is held, spooled while its database is away, written once."""

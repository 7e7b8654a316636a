"""What passport pages show: templates by product group, market packs by country, and the look of a brand."""

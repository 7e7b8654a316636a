"""Link types of the GS1 Web Vocabulary that brands use most, in words. Others can be typed."""

LINK_KINDS = (
    ("gs1:pip", "Product information"),
    ("gs1:instructions", "Instructions"),
    ("gs1:quickStartGuide", "Quick start"),
    ("gs1:safetyInfo", "Safety"),
    ("gs1:recallStatus", "Recalls"),
    ("gs1:certificationInfo", "Certificates"),
    ("gs1:productSustainabilityInfo", "Sustainability"),
    ("gs1:registerProduct", "Registration"),
    ("gs1:hasRetailers", "Where to buy"),
    ("gs1:faqs", "Questions and answers"),
)

"""Where the demo's viewers live."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A city, and how many of the viewers live there relative to the others."""

    weight: int
    country: str
    country_name: str
    region: str
    city: str
    timezone: str


PLACES = (
    Place(14, "US", "United States", "New York", "New York", "America/New_York"),
    Place(9, "US", "United States", "California", "Los Angeles", "America/Los_Angeles"),
    Place(6, "US", "United States", "Illinois", "Chicago", "America/Chicago"),
    Place(11, "IN", "India", "Maharashtra", "Mumbai", "Asia/Kolkata"),
    Place(7, "IN", "India", "Karnataka", "Bengaluru", "Asia/Kolkata"),
    Place(8, "BR", "Brazil", "São Paulo", "São Paulo", "America/Sao_Paulo"),
    Place(4, "BR", "Brazil", "Rio de Janeiro", "Rio de Janeiro", "America/Sao_Paulo"),
    Place(6, "DE", "Germany", "Berlin", "Berlin", "Europe/Berlin"),
    Place(4, "DE", "Germany", "Bavaria", "Munich", "Europe/Berlin"),
    Place(6, "GB", "United Kingdom", "England", "London", "Europe/London"),
    Place(5, "FR", "France", "Île-de-France", "Paris", "Europe/Paris"),
    Place(4, "ES", "Spain", "Madrid", "Madrid", "Europe/Madrid"),
    Place(4, "AE", "United Arab Emirates", "Dubai", "Dubai", "Asia/Dubai"),
    Place(4, "JP", "Japan", "Tokyo", "Tokyo", "Asia/Tokyo"),
    Place(3, "ID", "Indonesia", "Jakarta", "Jakarta", "Asia/Jakarta"),
    Place(3, "NG", "Nigeria", "Lagos", "Lagos", "Africa/Lagos"),
    Place(2, "NP", "Nepal", "Bagmati", "Kathmandu", "Asia/Kathmandu"),
    Place(2, "AU", "Australia", "South Australia", "Adelaide", "Australia/Adelaide"),
)
WEIGHTS = tuple(place.weight for place in PLACES)

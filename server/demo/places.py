"""The cities of the demo's viewers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A city, and its weight: the relative number of viewers there. Degrees are WGS 84."""

    weight: int
    country: str
    country_name: str
    region: str
    city: str
    timezone: str
    latitude: float
    longitude: float


PLACES = (
    Place(14, "US", "United States", "New York", "New York", "America/New_York", 40.713, -74.006),
    Place(9, "US", "United States", "California", "Los Angeles", "America/Los_Angeles", 34.052, -118.244),
    Place(6, "US", "United States", "Illinois", "Chicago", "America/Chicago", 41.878, -87.63),
    Place(11, "IN", "India", "Maharashtra", "Mumbai", "Asia/Kolkata", 19.076, 72.878),
    Place(7, "IN", "India", "Karnataka", "Bengaluru", "Asia/Kolkata", 12.972, 77.595),
    Place(8, "BR", "Brazil", "São Paulo", "São Paulo", "America/Sao_Paulo", -23.551, -46.633),
    Place(4, "BR", "Brazil", "Rio de Janeiro", "Rio de Janeiro", "America/Sao_Paulo", -22.907, -43.173),
    Place(6, "DE", "Germany", "Berlin", "Berlin", "Europe/Berlin", 52.52, 13.405),
    Place(4, "DE", "Germany", "Bavaria", "Munich", "Europe/Berlin", 48.137, 11.575),
    Place(6, "GB", "United Kingdom", "England", "London", "Europe/London", 51.507, -0.128),
    Place(5, "FR", "France", "Île-de-France", "Paris", "Europe/Paris", 48.857, 2.352),
    Place(4, "ES", "Spain", "Madrid", "Madrid", "Europe/Madrid", 40.417, -3.704),
    Place(4, "AE", "United Arab Emirates", "Dubai", "Dubai", "Asia/Dubai", 25.205, 55.271),
    Place(4, "JP", "Japan", "Tokyo", "Tokyo", "Asia/Tokyo", 35.677, 139.65),
    Place(3, "ID", "Indonesia", "Jakarta", "Jakarta", "Asia/Jakarta", -6.209, 106.846),
    Place(3, "NG", "Nigeria", "Lagos", "Lagos", "Africa/Lagos", 6.524, 3.379),
    Place(2, "NP", "Nepal", "Bagmati", "Kathmandu", "Asia/Kathmandu", 27.717, 85.324),
    Place(2, "AU", "Australia", "South Australia", "Adelaide", "Australia/Adelaide", -34.929, 138.601),
)
WEIGHTS = tuple(place.weight for place in PLACES)

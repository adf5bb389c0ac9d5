"""The sun's place in the sky, and where on the globe a shadow is possible.

Formulas: NOAA Global Monitoring Laboratory, "General Solar Position Calculations" after Meeus, Astronomical
Algorithms (1991), chapters 25 and 28. Angles in degrees; right to about 0.01 degrees between 1950 and 2050.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from sightline.places.territories import Vector

J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
MINUTES_A_DAY = 1440.0
# Highest and lowest declination of the sun.
OBLIQUITY = 23.44


@dataclass(frozen=True, slots=True, kw_only=True)
class Shadow:
    """What a picture says about the sun. Degrees; azimuth clockwise from true north, None if north is not known.

    at: the instant in UTC, or None; day: the day of the year is known though the hour is not.
    error: one standard deviation of the elevation; azimuth_error: of the azimuth.
    """

    elevation: float
    azimuth: float | None = None
    at: datetime | None = None
    day: datetime | None = None
    error: float = 3.0
    azimuth_error: float = 8.0


def elevation_of(height: float, shadow: float) -> float:
    """The sun's elevation from an object's height and its shadow's length on level ground, in the same unit."""
    return math.degrees(math.atan2(height, shadow))


def declination(at: datetime) -> tuple[float, float]:
    """The sun's declination in degrees and the equation of time in minutes."""
    century = (at.astimezone(UTC) - J2000) / timedelta(days=36525)
    mean = 280.46646 + century * (36000.76983 + century * 0.0003032)
    anomaly = math.radians(357.52911 + century * (35999.05029 - 0.0001537 * century))
    eccentricity = 0.016708634 - century * (0.000042037 + 0.0000001267 * century)
    centre = (
        math.sin(anomaly) * (1.914602 - century * (0.004817 + 0.000014 * century))
        + math.sin(2 * anomaly) * (0.019993 - 0.000101 * century)
        + math.sin(3 * anomaly) * 0.000289
    )
    node = math.radians(125.04 - 1934.136 * century)
    longitude = math.radians(mean + centre - 0.00569 - 0.00478 * math.sin(node))
    tilt = math.radians(23.439291 - century * 0.0130042 + 0.00256 * math.cos(node))
    dec = math.degrees(math.asin(math.sin(tilt) * math.sin(longitude)))
    y = math.tan(tilt / 2) ** 2
    two = 2 * math.radians(mean)
    time = (
        y * math.sin(two)
        - 2 * eccentricity * math.sin(anomaly)
        + 4 * eccentricity * y * math.sin(anomaly) * math.cos(two)
        - 0.5 * y * y * math.sin(2 * two)
        - 1.25 * eccentricity**2 * math.sin(2 * anomaly)
    )
    return dec, 4 * math.degrees(time)


def position(at: datetime, latitude: Vector, longitude: Vector) -> tuple[Vector, Vector]:
    """Elevation (without refraction) and azimuth of the sun at each point, degrees; arrays of one shape."""
    dec, equation = declination(at)
    moment = at.astimezone(UTC)
    clock = moment.hour * 60 + moment.minute + moment.second / 60
    hour = np.radians(((clock + equation + 4 * longitude) % MINUTES_A_DAY) / 4 - 180)
    lat, sun = np.radians(latitude), math.radians(dec)
    sine = np.sin(lat) * math.sin(sun) + np.cos(lat) * math.cos(sun) * np.cos(hour)
    east = -math.cos(sun) * np.sin(hour)
    north = np.cos(lat) * math.sin(sun) - np.sin(lat) * math.cos(sun) * np.cos(hour)
    return np.degrees(np.arcsin(np.clip(sine, -1, 1))), np.degrees(np.arctan2(east, north)) % 360


def possible(shadow: Shadow, latitude: Vector, longitude: Vector) -> Vector:
    """How well each point agrees with the shadow, 0 to 1 (a normal error on elevation and azimuth).

    Without an hour only the sun's greatest height counts: on the day if it is known, else in the whole year. It
    excludes, and says nothing where the sun gets high enough.
    """
    if shadow.at is None:
        highest = _highest(shadow.day, latitude)
        short = np.maximum(0.0, shadow.elevation - highest)
        return np.exp(-0.5 * (short / shadow.error) ** 2)
    elevation, azimuth = position(shadow.at, latitude, longitude)
    agree = np.exp(-0.5 * ((elevation - shadow.elevation) / shadow.error) ** 2)
    if shadow.azimuth is not None:
        turned = (azimuth - shadow.azimuth + 180) % 360 - 180
        agree = agree * np.exp(-0.5 * (turned / shadow.azimuth_error) ** 2)
    return agree


def _highest(day: datetime | None, latitude: Vector) -> Vector:
    if day is not None:
        return 90.0 - np.abs(latitude - declination(day)[0])
    return 90.0 - np.maximum(0.0, np.abs(latitude) - OBLIQUITY)

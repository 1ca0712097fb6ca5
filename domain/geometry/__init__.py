"""Geometry: shapes on the map, across the 180th meridian too, and distances on the ellipsoid."""

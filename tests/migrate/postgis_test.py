"""Columns of PostGIS, whose modifiers the server prints in words of its own."""

import unittest

from dry_run import DryRunTest
from throwaway_postgres import ThrowawayPostgres, find_binaries


def is_installed():
    if not find_binaries():
        return False
    with ThrowawayPostgres() as server:
        return bool(server.sql("SELECT 1 FROM pg_available_extensions WHERE name = 'postgis'", "postgres"))


@unittest.skipUnless(is_installed(), "no PostGIS on this machine")
class PostGis(DryRunTest):
    def test_shapes_are_predicted_as_they_are_printed(self):
        words = self.words("CREATE EXTENSION postgis;",
                           "CREATE TABLE a (id int PRIMARY KEY, b geometry(geometry,4326), c geometry(POINTZ), d geography(point),\n"
                           "  e geometry, f geometry(Geometry), g geometry(multipolygonzm, 3857), h geometry(point, 0));")
        self.assertEqual(words[1], "proven")


if __name__ == "__main__":
    unittest.main()

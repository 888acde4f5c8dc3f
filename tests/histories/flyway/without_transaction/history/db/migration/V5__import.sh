#!/bin/sh
psql -c "SELECT 1"

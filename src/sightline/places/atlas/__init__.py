"""The facts about countries: small hand-made tables beside this file, and what CLDR says through babel.

Each TOML file has an `[about]` head (title, source, licence, date, check) and its facts in `[rows]`.
"""

"""An invented gemeente to look around in: three wijken, their people, two years of help.

Own modules: `words` (names and notes), `world` (who lives there and who helps whom, from a seed), `filling` (writes it
through the services), `database` (that of the demo, never a real one).
"""

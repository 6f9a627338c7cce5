from tests.access.world import *
def test_gen(app):
    world = World.make(app)
    rows = {}
    for endpoint, method, rule in routes(app):
        for key in variants(endpoint):
            fresh = addresses(world, rule, key)
            address = next(fresh)
            cells = []
            for role in ROLES:
                a = world.ask(role, method, address)
                w = word(a)
                cells.append(w)
                if method == "POST" and a.status_code in (303, 200): address = next(fresh)
            rows[(key, method)] = cells
    out = open("/tmp/roles_%s.txt" % db.engine.dialect.name, "w")
    for (key, method), cells in sorted(rows.items()):
        out.write(f'    ({key!r}, {method!r}):'.replace("'", '"').ljust(52) + ' "' + " ".join(c.ljust(l) for c, l in zip(cells, (7,6,5,3,9,6,8,8,4))) + '",\n')

"""Prints the type tables of a pyVmomi wheel as JSON: only names, order, numbers and facts, no prose and no code.

    python3 tools/generate/vim25.py path/to/pyvmomi-9.1.1.0-py3-none-any.whl > tables.json

The table modules are lists of calls (CreateDataType, ...). They are executed with functions that note their arguments,
so nothing of pyVmomi itself is imported or run. `tools/generate/vim25.ts` turns the JSON into packages/vim25/src/generated.
"""

import json
import re
import sys
import zipfile

MODULES = ('core', 'query', 'vim')
LINK, LINKABLE, OPTIONAL, SECRET = 1, 2, 4, 8


def read_tables(wheel):
    out = {'versions': {}, 'parents': {}, 'data': [], 'enums': [], 'managed': []}

    def add_version(version, ns, wire_id, is_legacy=0, service_ns=''):
        out['versions'][version] = {'ns': ns, 'id': wire_id}

    def add_parent(version, parent):
        out['parents'].setdefault(version, []).append(parent)

    def create_data(vmodl, wsdl, base, since, fields=None):
        out['data'].append({'vmodl': vmodl, 'name': wsdl, 'base': base, 'since': since,
                            'fields': [list(field[:4]) for field in fields or ()]})

    def create_enum(vmodl, wsdl, since, values):
        out['enums'].append({'vmodl': vmodl, 'name': wsdl, 'since': since, 'values': list(values)})

    def create_managed(vmodl, wsdl, base, since, props, methods):
        out['managed'].append({
            'vmodl': vmodl, 'name': wsdl, 'base': base, 'since': since,
            'props': [list(prop[:5]) for prop in props or ()],
            'methods': [{'name': m[1], 'since': m[2], 'params': [list(p[:5]) for p in m[3] or ()],
                         'flags': m[4][0], 'returns': m[4][1], 'result': m[4][2],
                         'privilege': m[5], 'faults': list(m[6] or ())} for m in methods or ()]})

    names = {'AddVersion': add_version, 'AddVersionParent': add_parent, 'CreateDataType': create_data,
             'CreateEnumType': create_enum, 'CreateManagedType': create_managed,
             'F_LINK': LINK, 'F_LINKABLE': LINKABLE, 'F_OPTIONAL': OPTIONAL, 'F_SECRET': SECRET}
    with zipfile.ZipFile(wheel) as archive:
        for module in MODULES:
            source = archive.read(f'pyVmomi/_typeinfo_{module}.py').decode()
            # The imports bring pyVmomi's own functions, and its lists of versions are its book-keeping.
            calls = re.sub(r'^(from \S+ import .*|\w+Versions\.Add.*|AddBreakingChangesInfo\(.*)$', '', source, flags=re.M)
            exec(compile(calls, module, 'exec'), {'__builtins__': {'None': None}, **names})
        metadata = next(n for n in archive.namelist() if n.endswith('.dist-info/METADATA'))
        version = re.search(r'^Version: (.*)$', archive.read(metadata).decode(), re.M)
        out['package'] = f'pyvmomi {version.group(1)}'
    return out


if __name__ == '__main__':
    json.dump(read_tables(sys.argv[1]), sys.stdout)

"""Connects pyVmomi to the server named in the environment and runs the script given on standard input.

The script sees `si`, `content`, `args` (a list of strings), `vim`, `vmodl`, `collect(type, path)`,
`connect(user, password)` and `emit(value)`; what is emitted becomes the JSON on standard output.
"""

import json
import os
import ssl
import sys

from pyVim.connect import Disconnect, SmartConnect
from pyVmomi import VmomiSupport, vim, vmodl


def plain(value):
    """Makes JSON of what json cannot: a reference as "Type:id", a data object as its set properties, a time as text."""
    if isinstance(value, VmomiSupport.ManagedObject):
        return f"{value._wsdlName}:{value._moId}"
    if isinstance(value, VmomiSupport.DataObject):
        fields = {info.name: getattr(value, info.name, None) for info in value._GetPropertyList()}
        return {"_type": value._wsdlName} | {name: item for name, item in fields.items() if item is not None and (not isinstance(item, list) or item)}
    if isinstance(value, type):
        return value._wsdlName
    if isinstance(value, bytes):
        return list(value)
    return value.isoformat()


def emit(value):
    json.dump(value, sys.stdout, default=plain)


def collect(kind, *paths):
    """Every object of a kind with the given properties: [(object, {path: value}, {path: fault})]."""
    view = content.viewManager.CreateContainerView(content.rootFolder, [kind], True)
    query = vmodl.query.PropertyCollector
    walk = query.TraversalSpec(name="view", path="view", skip=False, type=vim.view.ContainerView)
    spec = query.FilterSpec(
        objectSet=[query.ObjectSpec(obj=view, skip=True, selectSet=[walk])],
        propSet=[query.PropertySpec(type=kind, pathSet=list(paths))],
    )
    answer = content.propertyCollector.RetrievePropertiesEx([spec], query.RetrieveOptions())
    rows = []
    while answer is not None:
        for item in answer.objects:
            known = {p.name: p.val for p in item.propSet}
            rows.append((item.obj, known, {m.path: m.fault for m in item.missingSet}))
        answer = content.propertyCollector.ContinueRetrievePropertiesEx(answer.token) if answer.token else None
    return rows


def connect(user, password, api=None):
    """Another session; `api` is the wire id ("6.5") that the client speaks, by default the newest that both know."""
    versions = [v for v, wire in VmomiSupport.versionIdMap.items() if wire == api and VmomiSupport.nsMap[v] == "vim25"]
    return SmartConnect(
        protocol=os.environ["SAKIMORI_PROTOCOL"],
        host=os.environ["SAKIMORI_HOST"],
        port=int(os.environ["SAKIMORI_PORT"]),
        user=user,
        pwd=password,
        preferredApiVersions=versions or None,
        sslContext=ssl._create_unverified_context(),
    )


si = connect(os.environ["SAKIMORI_USERNAME"], os.environ["SAKIMORI_PASSWORD"], os.environ.get("SAKIMORI_API"))
content = si.RetrieveContent()
args = sys.argv[1:]
exec(compile(sys.stdin.read(), "<script>", "exec"))

Disconnect(si)

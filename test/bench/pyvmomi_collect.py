"""Contestant: pyVmomi reads the same properties through one container view, page after page."""
import json, os, ssl, sys, time
from urllib.parse import urlparse
from pyVim.connect import SmartConnect, Disconnect
from pyVmomi import vim, vmodl

specs = json.loads(sys.argv[1])
url = urlparse(os.environ["SERVER_URL"])
service = SmartConnect(host=url.hostname, port=url.port, user=os.environ["USERNAME"], pwd=os.environ["PASSWORD"], disableSslCertValidation=True)
content = service.RetrieveContent()
started = time.perf_counter()
types = {name: getattr(vim, name, None) or getattr(vim.dvs, name, None) for name in specs}
types = {name: kind for name, kind in types.items() if kind is not None}
view = content.viewManager.CreateContainerView(content.rootFolder, list(types.values()), True)
Collector = vmodl.query.PropertyCollector
spec = Collector.FilterSpec(
    propSet=[Collector.PropertySpec(type=kind, pathSet=specs[name], all=False) for name, kind in types.items()],
    objectSet=[Collector.ObjectSpec(obj=view, skip=True, selectSet=[Collector.TraversalSpec(name="view", type=vim.view.ContainerView, path="view", skip=False)])],
)
page = content.propertyCollector.RetrievePropertiesEx([spec], Collector.RetrieveOptions(maxObjects=500))
count = 0
while page is not None:
    count += len(page.objects)
    page = content.propertyCollector.ContinueRetrievePropertiesEx(page.token) if page.token else None
print(json.dumps({"ms": (time.perf_counter() - started) * 1000, "objects": count}, separators=(",", ":")))
Disconnect(service)

"""Reads every property of every object twice: in one call by type (RetrievePropertiesEx), and one by one (Fetch).

Emits what the server is, how much was read, and what could not be: every error of the decoder, and every fault.
"""

stub = si._stub
spoken = stub.version
counts = {"collected": 0, "objects": 0, "fetched": 0}
trouble = {}


def note(where, error):
    kind = error._wsdlName if isinstance(error, vmodl.MethodFault) else type(error).__name__
    trouble.setdefault(f"{where}: {kind}", str(getattr(error, "msg", error))[:200])


def known(kind):
    return [p for p in kind._GetPropertyList() if VmomiSupport.IsChildVersion(spoken, p.version)]


def fetch(obj):
    """What pyVmomi does for `obj.summary`, for each property that the API version has."""
    counts["objects"] += 1
    refs = []
    for prop in known(type(obj)):
        try:
            value = getattr(obj, prop.name)
        except Exception as error:
            note(f"{type(obj)._wsdlName}.{prop.name}", error)
            continue
        counts["fetched"] += 1
        refs.append(value)
    return refs


# 1. Everything by type: the decoder meets every field that the server sends.
query = vmodl.query.PropertyCollector
view = content.viewManager.CreateContainerView(content.rootFolder, [vim.ManagedEntity], True)
walk = query.TraversalSpec(name="view", path="view", skip=False, type=vim.view.ContainerView)
spec = query.FilterSpec(
    objectSet=[query.ObjectSpec(obj=view, skip=True, selectSet=[walk])],
    propSet=[query.PropertySpec(type=vim.ManagedEntity, all=True)],
)
answer = content.propertyCollector.RetrievePropertiesEx([spec], query.RetrieveOptions(maxObjects=3))
entities = []
while answer is not None:
    for item in answer.objects:
        entities.append(item.obj)
        counts["collected"] += len(item.propSet)
        for missing in item.missingSet:
            note(f"{item.obj._wsdlName}.{missing.path} is missing", missing.fault)
    token = answer.token
    answer = content.propertyCollector.ContinueRetrievePropertiesEx(token) if token else None

# 2. The same one by one, with the managers of the server and of every host.
for entity in [content.rootFolder, *entities]:
    fetch(entity)
managers = [value for value in vars(content).values() if isinstance(value, VmomiSupport.ManagedObject)]
for host in (entity for entity in entities if isinstance(entity, vim.HostSystem)):
    managers += [value for value in vars(host.configManager).values() if isinstance(value, VmomiSupport.ManagedObject)]
for manager in managers:
    if not isinstance(manager, vim.ManagedEntity):
        fetch(manager)
fetch(si)

emit({
    "apiVersion": content.about.apiVersion,
    "spoken": VmomiSupport.versionIdMap[spoken],
    "kinds": sorted({entity._wsdlName for entity in entities}),
    "counts": counts,
    "trouble": trouble,
})

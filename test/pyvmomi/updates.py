"""Follows VMs with WaitForUpdatesEx while another session changes one; emits the sets that came."""

import threading
import time

from pyVim.task import WaitForTask

query = vmodl.query.PropertyCollector
collector = content.propertyCollector.CreatePropertyCollector()
view = content.viewManager.CreateContainerView(content.rootFolder, [vim.VirtualMachine], True)
walk = query.TraversalSpec(name="view", path="view", skip=False, type=vim.view.ContainerView)
spec = query.FilterSpec(
    objectSet=[query.ObjectSpec(obj=view, skip=True, selectSet=[walk])],
    propSet=[query.PropertySpec(type=vim.VirtualMachine, pathSet=["name", "config.annotation"])],
)
collector.CreateFilter(spec, partialUpdates=True)

# The first sets come in pieces of two objects.
pieces, known, version = [], {}, ""
while True:
    update = collector.WaitForUpdatesEx(version, query.WaitOptions(maxObjectUpdates=2, maxWaitSeconds=10))
    version = update.version
    objects = [one for part in update.filterSet for one in part.objectSet]
    pieces.append({"kinds": sorted({one.kind for one in objects}), "count": len(objects), "truncated": bool(update.truncated)})
    for one in objects:
        known[one.obj._moId] = one.obj
    if not update.truncated:
        break

# Nothing changes: no set, after the time that was asked for.
started = time.monotonic()
quiet = collector.WaitForUpdatesEx(version, query.WaitOptions(maxWaitSeconds=1))
waited = time.monotonic() - started


def change():
    """Somebody else, a moment later."""
    other = connect(args[0], args[1])
    name = sorted(known)[0]
    vm = vim.VirtualMachine(name, other._stub)
    WaitForTask(vm.ReconfigVM_Task(vim.vm.ConfigSpec(annotation="changed in between")), si=other)
    Disconnect(other)


thread = threading.Timer(0.3, change)
thread.start()
update = collector.WaitForUpdatesEx(version, query.WaitOptions(maxWaitSeconds=20))
thread.join()
delta = [
    {
        "kind": one.kind,
        "isIt": one.obj._moId == sorted(known)[0],
        "changes": [[change.name, change.op, change.val] for change in one.changeSet],
    }
    for part in update.filterSet
    for one in part.objectSet
]
collector.DestroyPropertyCollector()
emit({"pieces": pieces, "vms": len(known), "quiet": quiet is None, "waited": 0.9 <= waited <= 5, "delta": delta})

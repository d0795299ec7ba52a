"""Changes an option, a VM and the lockdown mode, and reads each back; emits what it saw before, after and when it was wrong."""

from pyVim.task import WaitForTask

host = next(obj for obj, _, _ in collect(vim.HostSystem, "name"))
vm = next(obj for obj, known, _ in collect(vim.VirtualMachine, "config.template") if not known["config.template"])
seen = {}


def refused(call):
    try:
        call()
    except vmodl.MethodFault as fault:
        return fault._wsdlName
    return "accepted"


# Advanced options: typed, and known by name.
options = host.configManager.advancedOption
key = "UserVars.ESXiShellInteractiveTimeOut"
before = options.QueryOptions(key)[0].value
options.UpdateOptions([vim.option.OptionValue(key=key, value=type(before)(901))])
seen["option"] = {
    "after": int(options.QueryOptions(key)[0].value),
    "inConfig": [int(o.value) for o in host.config.option if o.key == key],
    "wrongType": refused(lambda: options.UpdateOptions([vim.option.OptionValue(key=key, value="text")])),
    "unknownKey": refused(lambda: options.UpdateOptions([vim.option.OptionValue(key="No.Such.Option", value="1")])),
}

# A reconfiguration, waited for as scripts do.
version = vm.config.changeVersion
spec = vim.vm.ConfigSpec(
    changeVersion=version,
    annotation="changed by pyVmomi",
    extraConfig=[vim.option.OptionValue(key="isolation.tools.copy.disable", value="TRUE")],
)
WaitForTask(vm.ReconfigVM_Task(spec), si=si)


def reconfigure(**fields):
    WaitForTask(vm.ReconfigVM_Task(vim.vm.ConfigSpec(**fields)), si=si)


seen["vm"] = {
    "annotation": vm.config.annotation,
    "extraConfig": [o.value for o in vm.config.extraConfig if o.key == "isolation.tools.copy.disable"],
    "newVersion": vm.config.changeVersion != version,
    "summary": vm.summary.config.annotation,
    "oldVersion": refused(lambda: reconfigure(changeVersion=version, annotation="too late")),
}

# Lockdown mode, with an exception user.
access = host.configManager.hostAccessManager
old, exceptions = access.lockdownMode, list(access.QueryLockdownExceptions())
mode = vim.host.HostAccessManager.LockdownMode
access.ChangeLockdownMode(mode.lockdownStrict)
seen["lockdown"] = {
    "manager": access.lockdownMode,
    "config": host.config.lockdownMode,
    "unknownException": refused(lambda: access.UpdateLockdownExceptions(["nobody-by-this-name"])),
    "exceptions": exceptions == list(access.QueryLockdownExceptions()),
}
access.ChangeLockdownMode(old)
seen["lockdown"]["restored"] = host.config.lockdownMode == old

events = content.eventManager.QueryEvents(vim.event.EventFilterSpec())
seen["events"] = sorted({event._wsdlName for event in events})
emit(seen)

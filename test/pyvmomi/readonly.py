"""What a user with the role Read-only may not; emits the privilege that each refusal names."""

from pyVim.task import WaitForTask

host = next(obj for obj, _, _ in collect(vim.HostSystem, "name"))
vm = next(obj for obj, _, _ in collect(vim.VirtualMachine, "name"))


def refused(call):
    try:
        call()
    except vim.fault.NoPermission as fault:
        return fault.privilegeId
    except vmodl.MethodFault as fault:
        return fault._wsdlName
    return "accepted"


option = vim.option.OptionValue(key="UserVars.SuppressShellWarning", value=1)
emit({
    "reads": [bool(host.config.option), bool(vm.config.extraConfig)],
    "option": refused(lambda: host.configManager.advancedOption.UpdateOptions([option])),
    "reconfigure": refused(lambda: WaitForTask(vm.ReconfigVM_Task(vim.vm.ConfigSpec(annotation="no")), si=si)),
    "lockdown": refused(lambda: host.configManager.hostAccessManager.ChangeLockdownMode("lockdownNormal")),
    "exceptions": refused(lambda: host.configManager.hostAccessManager.QueryLockdownExceptions()),
    "service": refused(lambda: host.configManager.serviceSystem.StartService("TSM-SSH")),
    "sessions": refused(lambda: content.sessionManager.sessionList),
})

import type { HostSettings, HostTuning, VmSettings } from './settings.ts'

/** Lays a change over a host's settings. */
export const tuneHost = (host: HostSettings, tuning: HostTuning = {}): HostSettings => ({
  ...host,
  ...tuning,
  options: { ...host.options, ...tuning.options },
  services: { ...host.services, ...tuning.services },
  firewall: {
    ...host.firewall,
    ...tuning.firewall,
    rulesets: { ...host.firewall.rulesets, ...tuning.firewall?.rulesets },
  },
  vswitches: { ...host.vswitches, ...tuning.vswitches },
  portgroups: { ...host.portgroups, ...tuning.portgroups },
  vnics: { ...host.vnics, ...tuning.vnics },
})

/** Lays a change over a VM's settings. */
export const tuneVm = (vm: VmSettings, tuning: Partial<VmSettings> = {}): VmSettings => ({
  ...vm,
  ...tuning,
  extraConfig: { ...vm.extraConfig, ...tuning.extraConfig },
})

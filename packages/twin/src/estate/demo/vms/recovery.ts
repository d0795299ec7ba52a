import { row, type VmMore, type VmRow } from '../vm-row.ts'

const here: VmMore = { datastore: 'OSA-SAN01' }
const waiting: VmMore = { ...here, off: true }

/** The recovery site: what the Osaka office uses, and what waits for the day on which Tokyo is gone. */
export const recovery: readonly VmRow[] = [
  row('osa-ad01', 'win2022', 'm', 'd01', 'osakaInfra', 'OSA-業務', '10.20.140.1', here),
  row('osa-dns01', 'rhel8', 's', 'd02', 'osakaInfra', 'OSA-業務', '10.20.140.3', here),
  row('osa-zabbix-proxy', 'rhel8', 's', 'd03', 'osakaInfra', 'OSA-管理サーバ', '10.20.41.30', here),
  row('osa-syslog01', 'rhel8', 's', 'd01', 'osakaInfra', 'OSA-管理サーバ', '10.20.41.31', here),
  row('osa-backup01', 'win2019', 'l', 'd02', 'osakaInfra', 'OSA-管理サーバ', '10.20.41.20', here),
  // It should be on the network of the management servers, like the rest.
  row('osa-踏み台', 'win2019', 's', 'd02', 'osakaInfra', 'OSA-管理', '10.20.40.200', here),
  row('大阪-営業支援', 'win2019', 'm', 'd01', 'osakaWork', 'OSA-業務', '10.20.140.11', here),
  row('大阪-見積', 'win2019', 'm', 'd03', 'osakaWork', 'OSA-業務', '10.20.140.12', here),
  row('大阪-ファイルサーバ', 'win2019', 'l', 'd02', 'osakaWork', 'OSA-業務', '10.20.140.21', here),
  row('大阪-プリント', 'win2019', 's', 'd04', 'osakaWork', 'OSA-業務', '10.20.140.22', here),
  row('大阪-勤怠端末', 'win10', 's', 'd04', 'osakaWork', 'OSA-業務', '10.20.140.31', here),
  row('大阪-CTI', 'rhel8', 'm', 'd04', 'osakaWork', 'OSA-業務', '10.20.140.41', here),
  row('osa-dmz-web01', 'rhel9', 'm', 'd01', 'osakaDmz', 'OSA-DMZ', '10.20.240.11', here),
  row('osa-dmz-proxy01', 'rhel9', 's', 'd03', 'osakaDmz', 'OSA-DMZ', '10.20.240.21', here),
  row('dr-erp-db01', 'rhel8', 'xl', 'd01', 'recovery', 'OSA-DB', '10.20.141.11', waiting),
  row('dr-erp-ap01', 'rhel8', 'l', 'd02', 'recovery', 'OSA-業務', '10.20.140.51', waiting),
  row('dr-erp-ap02', 'rhel8', 'l', 'd03', 'recovery', 'OSA-業務', '10.20.140.52', waiting),
  row('dr-販売管理-AP01', 'win2019', 'l', 'd02', 'recovery', 'OSA-業務', '10.20.140.61', waiting),
  row('dr-販売管理-DB01', 'win2019', 'l', 'd03', 'recovery', 'OSA-DB', '10.20.141.61', waiting),
  row('dr-会計-AP01', 'win2022', 'm', 'd01', 'recovery', 'OSA-業務', '10.20.140.71', waiting),
  row('dr-会計-DB01', 'win2022', 'l', 'd04', 'recovery', 'OSA-DB', '10.20.141.71', waiting),
  row('dr-ad01', 'win2022', 'm', 'd03', 'recovery', 'OSA-業務', '10.20.140.5', waiting),
]

/** Publications of the vendor and of makers in the shape of each, with ids and texts of our own; builds are real. */

/** A row of the portal's list. */
export const portalEntry = (more: object = {}) => ({
  documentId: 'VCDSA90001',
  title: 'VMSA-2026-0090.1: VMware ESXi and vCenter Server updates',
  affectedCve: 'CVE-2026-90001,CVE-2026-90002\u00a0and CVE-2026-90003',
  severity: 'CRITICAL',
  published: '03 September 2026',
  updated: '2026-09-04T08:58:26.960422',
  supportProducts: 'VMware vSphere ESXi,VMware W...',
  notificationUrl: 'https://support.broadcom.com/web/x/90001',
  ...more,
})

export const portalList = (...list: readonly object[]) => ({
  success: true,
  data: { list, pageInfo: { totalCount: list.length, lastPage: 6 } },
})

const cells = (tag: string, ...said: readonly string[]) =>
  `<tr>${said.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`

export const portalDetail = `<html><h1>VMSA-2026-0090: a title</h1><p>Advisory ID: VMSA-2026-0090</p><p>Advisory Severity: Critical</p><p>Issue date: 2026-09-03</p><p>Updated on: 2026-09-10 (later)</p><p>Response Matrix:</p><table>${[
  cells('th', 'VMware Product', 'Version', 'Running On', 'CVE', 'CVSSv3', 'Fixed Version'),
  cells('td', 'VMware ESXi', '8.0', 'Any', 'CVE-2026-90001,\nCVE-2026-90002', '9.3, 8.2', 'ESXi80U3d-24585383'),
  cells('td', 'VMware vCenter', '8.0', 'Any', 'CVE-2026-90003', '9.8', '8.0 U3k'),
  cells('td', 'ESX', '7.0', 'Any', 'CVE-2026-90002', 'N/A', 'KB88287'),
].join('')}</table></html>`

export const scanner = () => ({
  schemaVersion: '2.0',
  updatedAt: '2026-06-26T18:39:38Z',
  advisories: [
    {
      vmsaId: 'VMSA-2024-0012',
      publishedDate: '2024-06-16',
      updatedDate: '2026-01-24T05:14:24Z',
      severity: 'Critical',
      title: 'said',
      impactedComponents: [
        {
          component: 'vCenter',
          cves: ['CVE-2024-37079'],
          cvssRange: '9.8',
          minimumVersions: ['8.0'],
          fixedVersions: ['8.0.2.00400', '8.0.1.22368047'],
        },
      ],
    },
  ],
})

export const depotXml =
  '<metadataResponse><version>3.0</version><timestamp>2026-07-15T00:00:00+00:00</timestamp>' +
  '<bulletin><id>ESXi80U3e-24674464</id><category>bugfix</category><releaseDate>2025-04-10T00:00:00+00:00</releaseDate><vibList><vib><name>esx-base</name><version>8.0.3-0.70.24674464</version></vib></vibList></bulletin>' +
  '<bulletin><id>ESXi70U3-19482537</id><category>recall</category><releaseDate>2021-11-19T00:00:00+00:00</releaseDate><vibList><vib><name>esx-base</name><version>7.0.3-0.35.19482537</version></vib></vibList></bulletin></metadataResponse>'

export const hardwareJson = () => ({
  schema: 'sakimori/hardware-advisories/1',
  advisories: [
    {
      id: 'HPESBHF90001',
      published: '2026-08-01',
      cves: ['CVE-2026-90001'],
      severity: 'High',
      fixedVersion: '2.41',
      productMatch: { vendor: '^(HP|HPE)$', model: 'Gen10( Plus)?$', bmc: 'iLO 5' },
    },
  ],
})

export const hardwareCsv =
  '\ufeffID,Vendor,Model,CVEs,Published,Severity,Component,Fixed\r\nHPESBHF90001,HP;HPE,"Gen10;Gen10 Plus",CVE-2026-90001,2026-08-01,Important,iLO 5,2.41\r\n'

export const hpePage =
  '<!DOCTYPE html><html><h1>HPESBHF90001 rev.1 - iLO</h1><p>Document ID: x</p><p><b>Last Updated:</b> 2026-08-02</p><p><b>Release Date:</b> 2026-08-01</p><ul><li>CVE-2026-90001</li><li>iLO 5 - Prior to v3.00</li></ul><table><tr><th>Reference</th><th>V3 Base Score</th></tr><tr><td>CVE-2026-90001</td><td>9.8</td></tr></table></html>'

export const hitachiPage =
  '<html><h1>HWS90-001</h1><p>Last Update: 2026/08/05</p><p>CVE-2026-90001</p><table><tr><th>対象製品</th><th>対策</th></tr><tr><td>HA8000V/DL380 Gen10</td><td>U30</td></tr></table></html>'

export const hitachiList =
  '<html><table><tr><th>番号</th></tr><tr><td><a href="x">hitachi-sec-2026-901</a></td><td>JP1 における脆弱性</td><td>2026年8月5日</td></tr></table></html>'

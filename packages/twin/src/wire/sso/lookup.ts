import type { ServerSettings } from '../../kernel/settings.ts'
import type { World } from '../../kernel/world.ts'
import { Reference, SsoFault, type Content } from './envelope.ts'
import { at, textAt, type Element } from '../../xml/element.ts'

const site = 'default-site'

/** One service that the lookup service knows, with its one endpoint. */
interface Service {
  readonly id: string
  readonly type: string
  readonly version: string
  readonly protocol: string
  readonly endpoint: string
  readonly path: string
}

function servicesOf(world: World, { domain }: ServerSettings): readonly Service[] {
  const { instanceUuid = '', apiVersion } = world.parts.about
  return [
    {
      id: `${site}:cs.identity.sso`,
      type: 'cs.identity',
      version: '2.0',
      protocol: 'wsTrust',
      endpoint: 'com.vmware.cis.cs.identity.sso',
      path: `/sts/STSService/${domain}`,
    },
    {
      id: `${site}:cs.identity.admin`,
      type: 'cs.identity',
      version: '2.0',
      protocol: 'vmomi',
      endpoint: 'com.vmware.cis.cs.identity.admin',
      path: `/sso-adminserver/sdk/${domain}`,
    },
    {
      id: instanceUuid,
      type: 'vcenterserver',
      version: apiVersion,
      protocol: 'vmomi',
      endpoint: 'com.vmware.vim',
      path: '/sdk',
    },
  ]
}

/** How a service is registered. Its URL is that by which the client came: the twin has no other name. */
function registration(world: World, origin: string, trust: string | undefined, service: Service): Content {
  const { about, name } = world.parts
  const isServer = service.type === 'vcenterserver'
  return {
    serviceVersion: service.version,
    serviceEndpoints: {
      url: `${origin}${service.path}`,
      endpointType: { protocol: service.protocol, type: service.endpoint },
      sslTrust: trust,
    },
    ...(isServer && { serviceAttributes: { key: 'com.vmware.vim.vcenter.instanceName', value: name } }),
    ...(isServer && { serviceNameDefault: about.name }),
    ownerId: 'twin',
    serviceType: { product: 'com.vmware.cis', type: service.type },
    serviceId: service.id,
    siteId: site,
  }
}

function isWanted(service: Service, filter: Element | undefined): boolean {
  const asks: readonly (readonly [string, ...string[]])[] = [
    [site, 'siteId'],
    ['', 'nodeId'],
    ['com.vmware.cis', 'serviceType', 'product'],
    [service.type, 'serviceType', 'type'],
    [service.protocol, 'endpointType', 'protocol'],
    [service.endpoint, 'endpointType', 'type'],
  ]
  return asks.every(([own, ...path]) => ['', own].includes(textAt(filter, ...path)))
}

/** One call of the lookup service. It asks for no login. */
export function answerLookup(
  world: World,
  settings: ServerSettings,
  method: string,
  call: Element,
  origin: string,
): Content {
  switch (method) {
    case 'RetrieveServiceContent':
      return {
        lookupService: new Reference('LookupLookupService', 'lookupService'),
        serviceRegistration: new Reference('LookupServiceRegistration', 'ServiceRegistration'),
        deploymentInformationService: new Reference(
          'LookupDeploymentInformationService',
          'deploymentInformationService',
        ),
        l10n: new Reference('LookupL10n', 'l10n'),
      }
    case 'List': {
      const trust = settings.tls.credential?.cert.replaceAll(/-----[^-]+-----|\s/g, '')
      return servicesOf(world, settings)
        .filter((service) => isWanted(service, at(call, 'filterCriteria')))
        .map((service) => registration(world, origin, trust, service))
    }
    case 'GetSiteId':
      return site
    default:
      throw new SsoFault('MethodNotFound', `The twin does not simulate ${method} of the lookup service`)
  }
}

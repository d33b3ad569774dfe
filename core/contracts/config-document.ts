/** Renders the settings as `docs/configuration.md`, so that the document cannot drift from the schema. */
import { config, configKeys, flagOf, variableOf } from './config.ts'

const row = (key: (typeof configKeys)[number]): string => {
  const setting = config.shape[key]
  const preset = setting.safeParse(undefined)
  const shown = preset.success && preset.data !== undefined ? `\`${JSON.stringify(preset.data)}\`` : ''
  return `| \`${key}\` | \`${flagOf(key)}\` | \`${variableOf(key)}\` | ${shown} | ${setting.description ?? ''} |`
}

export const configurationDocument = (): string => `# Configuration

Written by \`npm run docs:configuration\`. Every setting has one name in three spellings: in \`hybridlab.config.yaml\`, as a flag of \`hybridlab start\`, and in the
environment, which is enough by itself (service containers). Flags win over the environment, the environment over the file, the file over defaults. A
setting that is wrong stops the start with one sentence that names it. Lists are written with commas in flags and in the environment.

| File | Flag | Environment | Default | |
| --- | --- | --- | --- | --- |
${configKeys.map(row).join('\n')}

## The Connect server against an Active Directory of your own

\`node --import tsx bridge/main.ts --config connect.yaml\` runs the Connect server alone. The directory is any domain controller with LDAPS (proved with Samba's);
the wizard installs, with accounts of that forest: at \`…/connect\` of its control API, or on the screens. It needs an organizational unit to read and an
Enterprise Administrator for the first installation, and afterwards works as the connector account that it made. Password hashes of a directory that is not the
lab's cannot be read (they travel by an operation of the lab's own); everything else is LDAP.

\`\`\`yaml
# connect.yaml
httpPort: 8090
data: ./.connect
directoryUrl: ldaps://dc1.samba.lab
directoryForest: samba.lab
directoryCa: ./samba-ca.pem
cloudOrigin: https://localhost:8443
cloudCa: ./.hybridlab/ca/ca.pem
cloudTenant: contoso.onmicrosoft.com
\`\`\`

## A service container

One image holds everything; without a command it starts the whole world. \`docker-compose.yml\` starts the same image four times: domain controller, cloud, Connect
server and screens, each with a health check.

\`\`\`yaml
services:
  lab:
    image: hybrid-identity-lab
    environment:
      HYBRIDLAB_HOST: 0.0.0.0
      HYBRIDLAB_ADMIN_TOKEN: at-least-sixteen-characters
      HYBRIDLAB_EPHEMERAL: 'true'
    ports: ['8080:8080', '8443:8443', '1389:1389', '1636:1636']
\`\`\`
`

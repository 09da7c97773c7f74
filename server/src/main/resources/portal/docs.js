'use strict';
// Renders the reference from the specs that this server carries. Text goes in as text, never as markup.

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) node.setAttribute(name, value);
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== '') node.append(child);
  }
  return node;
}

/** Descriptions use back quotes for code and nothing else of Markdown. */
function inline(text) {
  return String(text || '').split('`').map((part, i) => (i % 2 ? el('code', {}, part) : part));
}

function prose(text) {
  return el('p', {}, inline(text));
}

function resolve(spec, node) {
  let found = node;
  for (let hops = 0; found && found.$ref && hops < 20; hops++) {
    found = found.$ref.slice(2).split('/').reduce((at, step) => at && at[step.replace(/~1/g, '/').replace(/~0/g, '~')], spec);
  }
  return found || {};
}

function typeOf(spec, schema) {
  const name = schema && schema.$ref ? schema.$ref.split('/').pop() : '';
  const s = resolve(spec, schema);
  if (s.type === 'array') return `list of ${typeOf(spec, s.items || {})}`;
  const plain = [].concat(s.type || (s.oneOf ? 'one of' : s.allOf ? 'object' : 'any')).join(' or ');
  return name || plain + (s.format ? ` (${s.format})` : '');
}

function limits(s) {
  const words = [];
  if (s.enum) words.push('one of ' + s.enum.join(', '));
  if (s.const !== undefined) words.push(`always ${s.const}`);
  if (s.default !== undefined) words.push(`default ${s.default}`);
  for (const [key, text] of Object.entries({
    minLength: 'at least % characters', maxLength: 'at most % characters', minimum: 'at least %', maximum: 'at most %',
    'x-minimum': 'at least %', 'x-exclusive-minimum': 'greater than %', 'x-maximum': 'at most %',
    'x-scale': 'at most % decimals', minItems: 'at least % items', maxItems: 'at most % items', pattern: 'matches %',
  })) {
    if (s[key] !== undefined) words.push(text.replace('%', s[key]));
  }
  return words.join('; ');
}

function merged(spec, schema) {
  const s = resolve(spec, schema);
  if (!s.allOf) return s;
  const parts = s.allOf.map((part) => merged(spec, part));
  return {
    ...s,
    properties: Object.assign({}, ...parts.map((p) => p.properties || {}), s.properties || {}),
    required: parts.flatMap((p) => p.required || []).concat(s.required || []),
  };
}

/** A row a property, down to a depth that stays readable. */
function rows(spec, schema, prefix, depth, seen) {
  const s = merged(spec, schema);
  return Object.entries(s.properties || {}).flatMap(([name, raw]) => {
    const property = resolve(spec, raw);
    const path = prefix + name;
    const inner = property.type === 'array' ? property.items || {} : raw;
    const target = inner.$ref || '';
    const row = el('tr', {},
      el('td', {}, el('code', {}, path), (s.required || []).includes(name) ? '' : ' optional'),
      el('td', {}, typeOf(spec, raw), property.nullable ? ' or null' : ''),
      el('td', {}, inline(property.description), ' ', el('span', { class: 'limits' }, limits(property))));
    const deeper = depth > 0 && !seen.includes(target)
      ? rows(spec, inner, path + (property.type === 'array' ? '[].' : '.'), depth - 1, seen.concat(target)) : [];
    return [row, ...deeper];
  });
}

function schemaTable(spec, schema) {
  const found = rows(spec, schema, '', 2, []);
  return found.length ? el('table', {}, found) : prose(typeOf(spec, schema));
}

function examples(media) {
  return Object.entries((media && media.examples) || {}).map(([name, example]) => [
    el('h4', {}, `Example: ${example.summary || name}`),
    el('pre', {}, JSON.stringify(example.value, null, 2)),
  ]);
}

/** The roles that may use an operation or topic; the bundler has worked them out. */
function roles(op) {
  return op['x-roles'] ? [`roles ${op['x-roles'].join(', ') || 'none'}`] : [];
}

/** The one table of roles: what each scope allows, and who has it. */
function roleTable(table, contents, main) {
  const names = Object.keys(table.roles);
  const has = (role, scope) => {
    const row = table.roles[role];
    return row.scopes.includes(scope) || Boolean(row.includes && has(row.includes, scope));
  };
  contents.append(el('h2', {}, 'Roles and scopes'), el('a', { href: '#roles' }, 'roles'));
  main.append(el('section', { id: 'roles' },
    el('h2', {}, 'Roles and scopes'),
    prose('An operation and a topic ask for scopes; a role holds them. Credentials may hold fewer than their owner\'s role.'),
    el('table', {}, names.map((name) => el('tr', {},
      el('th', { scope: 'row' }, el('code', {}, name)),
      el('td', {}, table.roles[name].includes ? ['includes ', el('code', {}, table.roles[name].includes)] : ''),
      el('td', {}, inline(table.roles[name].description))))),
    el('table', {},
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Scope'), el('th', { scope: 'col' }, 'What it allows'),
        names.map((name) => el('th', { scope: 'col' }, name)))),
      el('tbody', {}, Object.entries(table.scopes).map(([scope, text]) => el('tr', {},
        el('th', { scope: 'row' }, el('code', {}, scope)), el('td', {}, inline(text)),
        names.map((name) => el('td', {}, has(name, scope) ? 'yes' : '–'))))))));
}

function operation(spec, method, path, op) {
  const scopes = (op.security || []).flatMap((s) => Object.values(s).flat());
  const parameters = (op.parameters || []).map((p) => resolve(spec, p));
  const body = Object.values(resolve(spec, op.requestBody).content || {})[0];
  const facts = [
    op.security && op.security.length ? scopes.map((s) => `scope ${s}`) : 'public',
    roles(op),
    op['x-rate-limit'] && op['x-rate-limit'] !== 'none' ? `rate class ${op['x-rate-limit']}` : 'not rate limited',
    op['x-idempotency'] === 'accepted' ? 'takes Idempotency-Key' : '',
    op['x-stream'] ? `streamed as ${op['x-stream']}` : '',
  ].flat().filter(Boolean);
  return el('section', { id: op.operationId },
    el('h3', {}, el('span', { class: 'method' }, method.toUpperCase()), ' ', el('code', {}, path)),
    el('p', {}, el('strong', {}, op.summary), ' ', el('code', {}, op.operationId)),
    el('p', { class: 'facts' }, facts.map((f) => el('span', {}, f))),
    prose(op.description),
    parameters.length ? [el('h4', {}, 'Parameters'), el('table', {}, parameters.map((p) => el('tr', {},
      el('td', {}, el('code', {}, p.name), ` in ${p.in}`, p.required ? '' : ', optional'),
      el('td', {}, typeOf(spec, p.schema || {})),
      el('td', {}, inline(p.description), ' ', el('span', { class: 'limits' }, limits(resolve(spec, p.schema || {})))))))] : '',
    body ? [el('h4', {}, 'Body'), schemaTable(spec, body.schema), examples(body)] : '',
    el('h4', {}, 'Answers'),
    Object.entries(op.responses || {}).map(([status, raw]) => {
      const response = resolve(spec, raw);
      const json = (response.content || {})['application/json'];
      return el('details', {},
        el('summary', {}, el('code', {}, status), ' ', inline(response.description)),
        json ? [schemaTable(spec, json.schema), examples(json)] : '',
        examples((response.content || {})['application/problem+json']));
    }));
}

function topic(spec, name, op) {
  const messages = (op.messages || []).map((m) => resolve(spec, m));
  if (op['x-snapshot']) messages.push(resolve(spec, op['x-snapshot']));
  const facts = op['x-topic']
    ? [`scope ${op['x-scope']}`, ...roles(op), op['x-durable'] ? 'durable, resumable from the log' : 'live', `audience ${op['x-audience'] || ''}`]
    : [op.action === 'receive' ? 'sent by the client' : 'sent by the server'];
  return el('section', { id: `event-${name}` },
    el('h3', {}, op['x-topic'] ? el('code', {}, op['x-topic']) : op.summary || name),
    el('p', { class: 'facts' }, facts.map((f) => el('span', {}, f))),
    prose(op.description || op.summary),
    messages.map((m) => el('details', {},
      el('summary', {}, el('code', {}, m.name), ' ', m.summary || m.title || ''),
      schemaTable(spec, m.payload || {}),
      (m.examples || []).map((e) => el('pre', {}, JSON.stringify(e.payload, null, 2))))));
}

function chapter(module, openapi, asyncapi, contents, main) {
  const title = (openapi || asyncapi).info.title;
  contents.append(el('h2', {}, title));
  main.append(el('h2', {}, title), prose((openapi || asyncapi).info.description));
  const link = (id, text) => contents.append(el('a', { href: `#${id}` }, text));
  if (openapi) {
    for (const [path, item] of Object.entries(openapi.paths)) {
      for (const method of METHODS.filter((m) => item[m])) {
        link(item[method].operationId, `${method.toUpperCase()} ${path}`);
        main.append(operation(openapi, method, path, item[method]));
      }
    }
  }
  if (asyncapi) {
    for (const channel of Object.values(asyncapi.channels)) main.append(el('p', {}, 'WebSocket: ', el('code', {}, channel.address)));
    for (const [name, op] of Object.entries(asyncapi.operations)) {
      if (!op['x-topic'] && module !== 'common') continue;
      link(`event-${name}`, `event ${op['x-topic'] || op.summary || name}`);
      main.append(topic(asyncapi, name, op));
    }
  }
}

async function show() {
  const main = document.getElementById('main');
  const contents = document.getElementById('contents');
  const load = (url) => (url ? fetch(url).then((r) => r.json()) : Promise.resolve(null));
  const index = await load('/docs/specs.json');
  roleTable(await load('/docs/roles.json'), contents, main);
  for (const [module, specs] of Object.entries(index)) {
    const [openapi, asyncapi] = await Promise.all([load(specs.openapi), load(specs.asyncapi)]);
    chapter(module, openapi, asyncapi, contents, main);
  }
  document.getElementById('loading').remove();
  document.getElementById('filter').addEventListener('input', (event) => {
    const wanted = event.target.value.toLowerCase();
    for (const a of contents.querySelectorAll('a')) {
      const match = a.textContent.toLowerCase().includes(wanted) || a.hash.toLowerCase().includes(wanted);
      a.classList.toggle('hidden', !match);
      document.getElementById(a.hash.slice(1)).classList.toggle('hidden', !match);
    }
  });
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  document.body.dataset.ready = 'true';
}

show().catch((error) => {
  document.getElementById('loading').textContent = `The specs could not be read: ${error}`;
});

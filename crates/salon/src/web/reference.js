// Shows /api/openapi.json as a page: no library, nothing from elsewhere.
'use strict'
const make = (tag, text, className) => {
  const element = document.createElement(tag)
  if (text !== undefined) element.textContent = text
  if (className) element.className = className
  return element
}

// A short sample of a schema, with references followed a few levels deep.
const sample = (schema, schemas, depth = 0) => {
  if (!schema || depth > 5) return null
  if (schema.$ref) return sample(schemas[schema.$ref.split('/').pop()], schemas, depth + 1)
  if (schema.example !== undefined) return schema.example
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const choice = (schema.oneOf || schema.anyOf || []).find((one) => one.type !== 'null')
  if (choice) return sample(choice, schemas, depth)
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((one) => sample(one, schemas, depth)))
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'object' || schema.properties) {
    const entries = Object.entries(schema.properties || {})
    return Object.fromEntries(entries.map(([name, one]) => [name, sample(one, schemas, depth + 1)]))
  }
  if (type === 'array') return [sample(schema.items, schemas, depth + 1)]
  return { integer: 0, number: 0, boolean: false, string: schema.format || 'text' }[type] ?? null
}

const block = (parent, title, schema, schemas) => {
  if (!schema) return
  parent.append(make('p', title, 'soft'), make('pre', JSON.stringify(sample(schema, schemas), null, 2)))
}

const operation = (method, path, described, schemas) => {
  const details = make('details')
  const summary = make('summary')
  summary.append(make('span', method.toUpperCase(), 'method'), make('code', path), make('span', described.summary || '', 'soft'))
  details.append(summary)
  if (described.description) details.append(make('p', described.description))
  if (described['x-permission']) details.append(make('p', `Permission: ${described['x-permission']}`, 'soft'))
  for (const one of described.parameters || []) {
    details.append(make('p', `${one.in} ${one.name}${one.required ? '' : ' (optional)'} ${one.description || ''}`, 'soft'))
  }
  block(details, 'Body', Object.values(described.requestBody?.content || {})[0]?.schema, schemas)
  for (const [status, answer] of Object.entries(described.responses || {})) {
    block(details, `Answer ${status}`, Object.values(answer.content || {})[0]?.schema, schemas)
  }
  details.dataset.words = `${method} ${path} ${described.summary || ''}`.toLowerCase()
  return details
}

const show = (document_) => {
  document.getElementById('about').textContent = document_.info.description
  const list = document.getElementById('list')
  const schemas = document_.components.schemas
  const groups = new Map()
  for (const [path, methods] of Object.entries(document_.paths)) {
    const group = path.split('/')[2]
    if (!groups.has(group)) groups.set(group, [])
    for (const [method, described] of Object.entries(methods)) groups.get(group).push(operation(method, path, described, schemas))
  }
  for (const [group, operations] of groups) list.append(make('h2', group), ...operations)
  document.getElementById('find').addEventListener('input', (event) => {
    const wanted = event.target.value.trim().toLowerCase()
    for (const one of list.querySelectorAll('details')) one.hidden = !one.dataset.words.includes(wanted)
  })
}

fetch('/api/openapi.json').then((answer) => answer.json()).then(show)

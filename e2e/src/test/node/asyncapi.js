'use strict';

// Judges AsyncAPI documents, given as files, by the official schema: says what is wrong, and ends with 1 if anything is.
const { readFileSync } = require('node:fs');
const Ajv = require('ajv').default;
const addFormats = require('ajv-formats').default;
const schema = require('@asyncapi/specs/schemas/3.0.0-without-$id.json');

const ajv = addFormats(new Ajv({ strict: false, validateSchema: false, unicodeRegExp: false }));
const isValid = ajv.compile({ ...schema, $schema: undefined });

for (const file of process.argv.slice(2)) {
  const document = JSON.parse(readFileSync(file, 'utf8'));
  if (!isValid(document)) {
    console.log(file, JSON.stringify(isValid.errors, null, 2));
    process.exitCode = 1;
  }
  for (const [, reference] of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    if (reference.split('/').reduce((found, key) => found?.[key], document) === undefined) {
      console.log(file, 'refers to what is not there:', reference);
      process.exitCode = 1;
    }
  }
}

import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import noRemoteCallInTransaction from './tools/check/no-remote-call-in-transaction.mjs';

// A ban carries its reason and its alternative.
const ban = (selector, message) => ({ selector, message });

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'libs/contracts/src/gen/', '.lastmile/', 'artifacts/'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    files: ['**/*.ts', '**/*.tsx'],
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.core.ts', '**/*.state.ts', 'libs/geo/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ban(
          "CallExpression[callee.object.name='Date'][callee.property.name='now']",
          'Pure code takes `now` as an argument.',
        ),
        ban("NewExpression[callee.name='Date'][arguments.length=0]", 'Pure code takes `now` as an argument.'),
        ban(
          "CallExpression[callee.object.name='Math'][callee.property.name='random']",
          'Pure code takes a seed as an argument.',
        ),
      ],
    },
  },
  {
    files: ['apps/*/src/**/*.ts', 'libs/**/*.ts'],
    ignores: ['apps/web/**'],
    plugins: { lastmile: { rules: { 'no-remote-call-in-transaction': noRemoteCallInTransaction } } },
    rules: { 'lastmile/no-remote-call-in-transaction': 'error' },
  },
  { ...reactHooks.configs.flat.recommended, files: ['apps/web/src/**'] },
  { files: ['tools/**', 'bench/**', 'test/chaos/**'], rules: { 'no-console': 'off' } },
  {
    files: ['apps/web/public/service-worker.js'],
    languageOptions: { globals: { self: false, caches: false, fetch: false, URL: false } },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: { process: false, console: false, URL: false } } },
  { files: ['**/*.cjs'], languageOptions: { globals: { module: false, require: false } } },
);

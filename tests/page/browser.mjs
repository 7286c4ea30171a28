// Debian's Chromium, without a sandbox, a graphics card or anything that asks the network of itself.
import { createRequire } from 'node:module';
import { join } from 'node:path';

/* `modules` is the node_modules that playwright-core is in. */
export function launch(modules) {
    const { chromium } = createRequire(join(modules, 'here.js'))('playwright-core');
    return chromium.launch({
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
            '--disable-component-update', '--disable-sync', '--disable-default-apps', '--disable-dev-shm-usage'],
    });
}

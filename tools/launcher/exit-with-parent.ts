// Preloaded into every process the launcher starts: when the launcher is gone, even by SIGKILL, they stop in good order.
process.channel?.unref();
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));

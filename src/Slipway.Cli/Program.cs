using Slipway.Cli.Hosting;
using Slipway.Cli.Terminals;

return await CliHost.RunAsync(args, StandardStreams.OutputText(), StandardStreams.ErrorText());

using Slipway.Application.Wording;
using Spectre.Console;

namespace Slipway.Cli.Terminals;

/// <summary>Shows one transfer on a terminal while it runs; silent elsewhere.</summary>
internal static class TransferLine
{
    public static async Task<T> RunAsync<T>(Terminal terminal, string what, Func<IProgress<long>?, Task<T>> transfer)
    {
        if (!terminal.IsLive)
        {
            return await transfer(null);
        }

        T? result = default;
        await terminal.ErrorConsole.Status().StartAsync(Markup.Escape(what), async context =>
        {
            var progress = new Progress<long>(bytes => context.Status(Markup.Escape($"{what} {Units.Bytes(bytes)}")));
            result = await transfer(progress);
        });
        return result!;
    }
}

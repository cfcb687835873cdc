using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Slipway.Processes;

namespace Slipway.Engines.Running;

/// <summary>
/// Ends a container when this process goes away without ending it, by <c>kill -9</c> for instance: a daemon keeps a
/// container whose client is gone.
/// </summary>
/// <remarks>
/// A shell waits at a pipe that closes with this process. It is nobody's child, so that it is there when this process
/// and all that it started are killed, and it does not hear what the terminal sends.
/// </remarks>
internal sealed class ContainerWatch : IAsyncDisposable
{
    private const string Shell = "/bin/sh";

    private const string Done = "done";

    private const string Script =
        """
        trap '' HUP INT QUIT TERM
        exec 3<&0
        tree() {
          for child in $(cat /proc/"$1"/task/*/children); do tree "$child"; done
          echo "$1"
        }
        (
          file=$1 client=
          shift
          while read -r word <&3; do
            [ "$word" != done ] || exit 0
            client=$word
          done
          waited=0
          while [ -n "$client" ] && [ ! -s "$file" ] && kill -0 "$client" && [ "$waited" -lt 300 ]; do
            sleep 0.1
            waited=$((waited + 1))
          done
          id=$(cat "$file")
          [ -z "$client" ] || kill -9 $(tree "$client")
          [ -z "$id" ] || "$@" "$id"
        ) </dev/null >/dev/null 2>&1 &
        """;

    private readonly Process? _shell;

    private ContainerWatch(Process? shell) => _shell = shell;

    /// <param name="containerIdFile">Where the container's ID will stand.</param>
    /// <param name="remove">What removes a container; its ID is added at the end.</param>
    public static async Task<ContainerWatch> StartAsync(string containerIdFile, ToolCommand remove)
    {
        var info = new ProcessStartInfo(Shell) { UseShellExecute = false, RedirectStandardInput = true };
        ImmutableArray<string> words = ["-c", Script, "sh", containerIdFile, remove.Executable, .. remove.Arguments];
        foreach (string word in words)
        {
            info.ArgumentList.Add(word);
        }

        remove.ApplyEnvironment(info);
        try
        {
            var shell = Process.Start(info)!;
            await shell.WaitForExitAsync();
            return new ContainerWatch(shell);
        }
        catch (Win32Exception)
        {
            // A system without a shell: signals still reach the container, and only kill -9 leaves it.
            return new ContainerWatch(null);
        }
    }

    /// <summary>Tells it which process to end with the container.</summary>
    public void Follow(int client) => Tell(client.ToString(CultureInfo.InvariantCulture));

    /// <summary>Calls it off: the container has ended.</summary>
    public ValueTask DisposeAsync()
    {
        Tell(Done);
        _shell?.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Tell(string word)
    {
        try
        {
            _shell?.StandardInput.Write($"{word}\n");
            _shell?.StandardInput.Flush();
        }
        catch (IOException)
        {
            // Somebody ended it.
        }
    }
}

using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Options;

/// <summary>A value of <c>--volume</c>: <c>HOST:CONTAINER[:OPTIONS]</c>.</summary>
internal static class Volume
{
    /// <summary>
    /// The value with an absolute path of the machine, because engines take a relative one for the name of a volume.
    /// A word without a slash, such as <c>cache</c>, stays the name of a volume; <c>./cache</c> is a folder.
    /// </summary>
    /// <exception cref="SlipwayException">It says no place within the container.</exception>
    public static string Resolve(string value)
    {
        int colon = value.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 && value.StartsWith('/'))
        {
            // A volume without a name, which goes with the container.
            return value;
        }

        if (colon <= 0 || colon == value.Length - 1)
        {
            throw new SlipwayException(new Diagnostic(
                CliCodes.Syntax,
                $"'{value}' of --volume does not say what is mounted where",
                "Write HOST:CONTAINER, such as `--volume .:/src`; `:ro` behind it mounts it read-only."));
        }

        string host = value[..colon];
        bool isPath = host.Contains('/', StringComparison.Ordinal) || host is "." or "..";
        return isPath ? $"{Path.GetFullPath(host)}{value[colon..]}" : value;
    }
}

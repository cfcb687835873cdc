using System.Globalization;
using Slipway.Application.Requests;
using Slipway.Model.Diagnostics;
using Slipway.Model.Streams;
using Slipway.Model.Text;

namespace Slipway.Application.Workspaces.Parts;

/// <summary>What the owner of a machine allows, by the environment.</summary>
internal static class MachineLimits
{
    private const int Most = 1024;

    /// <exception cref="SlipwayException">The variable holds something else than a number of GiB.</exception>
    public static ExpansionLimit Expansion()
    {
        string? given = Environment.GetEnvironmentVariable(ExpansionLimit.Variable);
        if (string.IsNullOrEmpty(given))
        {
            return ExpansionLimit.Default;
        }

        return
            int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out int size)
            && size is > 0 and <= Most
            ? ExpansionLimit.Default with
            {
                Free = (long)size << 30,
            }
            : throw new SlipwayException(new Diagnostic(
                RequestCodes.InvalidValue,
                $"'{Display.Text(given)}' is not a value for {ExpansionLimit.Variable}",
                $"Give a whole number of GiB from 1 to {Most}, or unset it for "
                + $"{ExpansionLimit.Default.Free >> 30}."));
    }
}

using System.Globalization;
using Slipway.Model.Builds;

namespace Slipway.Store.Builds;

/// <summary>What of a build is sealed: everything that its record says.</summary>
internal static class BuildSeal
{
    public const string Purpose = "build-record";

    public static IEnumerable<string?> ValuesOf(BuildRecord record)
    {
        yield return record.Id.Value;
        yield return record.Image.Value;
        yield return record.Digest.ToString();
        yield return record.InputsManifest.ToString();
        yield return Text(record.Level.Value);
        yield return record.PullRequest;
        yield return record.Project;
        yield return record.Revision;
        yield return Text(record.PushDate.UtcTicks);
        yield return Text(record.Started.UtcTicks);
        yield return Text(record.Finished.UtcTicks);
        yield return Text((int)record.Result);
        yield return record.ImageHash?.ToString();
        yield return record.Size is { } size ? Text(size) : null;
        yield return record.Engine;
        yield return record.Reason is { } reason ? Text((int)reason) : null;
        yield return BuildRows.Text(record.Externals);
        yield return BuildRows.Text(record.Parents);
        yield return BuildRows.Text(record.Source);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

using Slipway.Application.Files;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Trust.Codes;
using Slipway.Trust.Documents;
using Slipway.Trust.Json;
using Slipway.Trust.Policies;

namespace Slipway.Application.Trusting;

/// <summary>Finds and reads policies.</summary>
public static class PolicySource
{
    // Far above any policy, and above all settings of scriptworker together.
    private const int MaximumSize = 16 * 1024 * 1024;

    /// <summary>Where the policy of a tree is.</summary>
    /// <param name="root">The root of the tree.</param>
    public static string FileOf(string root) => Path.Join(root, PolicyDocument.File.Value);

    /// <summary>Reads a policy for a person, who wants to know all of it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="now">When it is asked.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="SlipwayException">
    /// It cannot be read, or everything that is wrong with it: also that no key of it counts now.
    /// </exception>
    public static async Task<PolicyDocument> CheckAsync(
        string file, DateTimeOffset now, CancellationToken cancellationToken) =>
        Check(await LoadAsync(file, cancellationToken), file, now);

    /// <summary>The same of the policy of a tree, as the checkout has it.</summary>
    /// <param name="root">The root of the tree.</param>
    /// <param name="now">When it is asked.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <inheritdoc cref="CheckAsync"/>
    public static async Task<PolicyDocument> CheckOfAsync(
        string root, DateTimeOffset now, CancellationToken cancellationToken) =>
        Check(await LoadOfAsync(root, cancellationToken), FileOf(root), now);

    /// <summary>Makes a policy of the settings of scriptworker.</summary>
    /// <param name="file">
    /// JSON with <c>context</c> (the settings of one product) and <c>keys</c>, and <c>allowlist</c> if there is one.
    /// </param>
    /// <param name="on">The day that is written to images that it allows.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="SlipwayException">The file holds no settings.</exception>
    public static async Task<string> ImportAsync(string file, DateOnly on, CancellationToken cancellationToken)
    {
        var reading = StrictJson.Read((await LoadAsync(
            file,
            TrustCodes.SettingsUnreadable,
            "Name a file with the settings of scriptworker, as JSON: docs/trust.md says which.",
            cancellationToken)).Span);
        try
        {
            if (!reading.IsPlain)
            {
                throw new FormatException(reading.Failure ?? reading.Ambiguities[0]);
            }

            var value = reading.Value!;
            var policy = ReferenceSettings.Read(value["context"], value["keys"], value["allowlist"]);
            string name = Path.GetFileName(file);
            return PolicyWriter.Write(policy, "imported", on, $"listed in {name}");
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException)
        {
            throw new SlipwayException(
                new Diagnostic(
                    TrustCodes.SettingsUnreadable,
                    $"{Display.Line(file)} holds no settings of scriptworker: {Display.Line(exception.Message)}",
                    "Write JSON with 'context', the settings of one product, 'keys', and if there is one 'allowlist'; "
                        + "docs/trust.md says more."),
                exception);
        }
    }

    /// <summary>Whether a tree has a policy, be it one that cannot be read.</summary>
    internal static bool IsIn(string root) => File.Exists(FileOf(root)) || IsLinkAt(FileOf(root));

    internal static async Task<ReadOnlyMemory<byte>> LoadOfAsync(string root, CancellationToken cancellationToken) =>
        IsLinkAt(FileOf(root)) || IsLinkAt(Path.GetDirectoryName(FileOf(root))!)
            ? throw LinkRefused(FileOf(root))
            : await LoadAsync(FileOf(root), cancellationToken);

    /// <param name="place">Where the link was found, for people.</param>
    internal static SlipwayException LinkRefused(string place) => new(new Diagnostic(
        TrustCodes.PolicyMissing,
        $"{Display.Line(place)} is a symbolic link or lies below one, which is not followed: what it leads to "
            + "is the checkout's",
        "Write the policy itself in its place, or name its file with --policy or SLIPWAY_POLICY."));

    private static bool IsLinkAt(string path) => new FileInfo(path).LinkTarget is not null;

    private static PolicyDocument Check(ReadOnlyMemory<byte> content, string file, DateTimeOffset now)
    {
        var problems = new DiagnosticBag();
        var document = PolicyDocument.Parse(content, file, problems);
        problems.AddRange(document?.FindHopeless(now) ?? []);
        problems.ThrowIfErrors();
        return document!;
    }

    internal static Task<ReadOnlyMemory<byte>> LoadAsync(string file, CancellationToken cancellationToken) => LoadAsync(
        file,
        TrustCodes.PolicyMissing,
        "Name a policy with --policy, or write trust/policy.yml: 'slipway trust import' makes one.",
        cancellationToken);

    private static async Task<ReadOnlyMemory<byte>> LoadAsync(
        string file, DiagnosticCode code, string remedy, CancellationToken cancellationToken)
    {
        try
        {
            return await NamedInput.ReadAsync(file, MaximumSize, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SlipwayException(
                new Diagnostic(
                    code,
                    $"{Display.Line(file)} cannot be read: {Display.Line(exception.Message)}",
                    remedy),
                exception);
        }
    }
}

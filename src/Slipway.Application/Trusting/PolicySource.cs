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

    /// <summary>Reads a policy.</summary>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="SlipwayException">It cannot be read, or everything that is wrong with it.</exception>
    public static async Task<PolicyDocument> ReadAsync(string file, CancellationToken cancellationToken)
    {
        var problems = new DiagnosticBag();
        var document = PolicyDocument.Parse(await LoadAsync(file, cancellationToken), file, problems);
        problems.ThrowIfErrors();
        return document!;
    }

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

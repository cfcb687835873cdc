using System.Text;
using Slipway.Application.Files;
using Slipway.Application.Workspaces.Parts;
using Slipway.Core.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Secrets;
using Slipway.Model.Text;
using Slipway.Trust.Codes;
using Slipway.Trust.Keys;
using Slipway.Trust.Statements;

namespace Slipway.Application.Signing;

/// <summary>Finds whoever signs: what a person named, else the variable for it, else what the tree says.</summary>
internal sealed class SignerFinder(WorkspaceParts parts)
{
    /// <summary>Holds a key where neither the command line nor the tree says anything.</summary>
    public const string Variable = "SLIPWAY_SIGNING_KEY";

    private const string VariablePrefix = "env:";
    private const string CommandPrefix = "command:";

    // Far above any key.
    private const int MaximumSize = 64 * 1024;

    /// <summary>Whoever a person or the variable names, whatever a tree says; null when neither does.</summary>
    /// <exception cref="SlipwayException">The key cannot be used.</exception>
    public async Task<ISigner?> FindIfSaidAsync(SigningRequest request, CancellationToken cancellationToken) =>
        request.Key is not null || Environment.GetEnvironmentVariable(Variable) is { Length: > 0 }
            ? await FindAsync(request, cancellationToken)
            : null;

    /// <exception cref="SlipwayException">There is no key, or it cannot be used.</exception>
    public async Task<ISigner> FindAsync(SigningRequest request, CancellationToken cancellationToken)
    {
        if (request.Key is { } named)
        {
            return named switch
            {
                _ when After(named, VariablePrefix) is { } variable => OfVariable(variable),
                _ when After(named, CommandPrefix) is { } command => await OfProgramAsync(
                    new SecretPlace.Output([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries)]),
                    request.PublicKey is { } given ? Path.GetFullPath(given) : null,
                    Directory.GetCurrentDirectory(),
                    cancellationToken),
                _ => await OfFileAsync(Path.GetFullPath(named), cancellationToken),
            };
        }

        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 })
        {
            return OfVariable(Variable);
        }

        var settings = parts.Config.Signing;
        // As with build secrets: a pull request's own tree must not choose among the keys of this machine.
        return settings.Place is null ? throw Unusable("Nothing says with which key statements are signed")
            : parts.Push.Scope.Level is null ? throw Unusable("slipway.yml of a pull request names a signing key")
            : settings.Place switch
            {
                SecretPlace.Variable variable => OfVariable(variable.Name),
                SecretPlace.InFile file => await OfFileAsync(PathOf(file.Path), cancellationToken),
                SecretPlace.Output output => await OfProgramAsync(
                    output, PathOf(settings.PublicKey!), parts.Tree.RootPath, cancellationToken),
                _ => throw new InvalidOperationException($"There is no place {settings.Place}."),
            };
    }

    /// <summary>Who builds: what a person said, else what the tree says.</summary>
    /// <exception cref="SlipwayException">It is no URI.</exception>
    public string BuilderOf(SigningRequest request)
    {
        if (request.Builder is { } named && !TrustKeys.IsBuilder(named))
        {
            throw new SlipwayException(new Diagnostic(
                Requests.RequestCodes.InvalidValue,
                $"--builder cannot be {Display.Text(named)}",
                "Write a URI that says who builds, such as https://ci.example.org/release."));
        }

        // As with keys: a pull request's own tree must not choose for whom a key of this machine speaks.
        return request.Builder
            ?? (parts.Push.Scope.Level is null ? null : parts.Config.Signing.Builder)
            ?? ProvenanceWords.LocalBuilder;
    }

    private static string? After(string text, string prefix) =>
        text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : null;

    private static KeySigner OfVariable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? OfText(text, $"the variable {Display.Text(name)}")
            : throw Unusable($"The variable {Display.Text(name)}, which is to hold the signing key, is not set");

    private async Task<KeySigner> OfFileAsync(string path, CancellationToken cancellationToken)
    {
        // In base64 both halves look alike, and everybody has the public one.
        if (KeyMaker.IsPublicFile(path))
        {
            throw Unusable($"{Display.Text(path)} is the public half of a key by its name");
        }

        string text = await ReadAsync(path, cancellationToken);
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != UnixFileMode.None)
        {
            parts.Warn([new Diagnostic(
                TrustCodes.SigningKeyOpen,
                $"Others than its owner can read or change the signing key {Display.Text(path)}",
                $"Take that away: chmod 600 {Display.Text(path)}.",
                Severity: Severity.Warning)]);
        }

        return OfText(text, Display.Text(path));
    }

    private async Task<ProgramSigner> OfProgramAsync(
        SecretPlace.Output program, string? publicKey, string folder, CancellationToken cancellationToken)
    {
        if (program.Words.IsEmpty)
        {
            throw Unusable("--signing-key command: names no program");
        }

        if (publicKey is null)
        {
            throw new SlipwayException(new Diagnostic(
                TrustCodes.SigningKeyUnusable,
                "Nothing says for which key the program signs",
                "Give the file of the public key: --public-key FILE, or 'public-key' beside the program in "
                    + "slipway.yml."));
        }

        return VerifyingKey.TryParse(await ReadAsync(publicKey, cancellationToken), out var key)
            ? new ProgramSigner(program.Words, key, folder, parts.Clock)
            : throw Unusable($"{Display.Text(publicKey)} holds no P-256 or Ed25519 public key");
    }

    private static KeySigner OfText(string text, string place) =>
        SigningKey.TryParse(text, out var key, out string? failure)
            ? new KeySigner(key)
            : throw Unusable($"What {place} holds is no signing key: {failure}");

    private static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return Encoding.UTF8.GetString(await NamedInput.ReadAsync(path, MaximumSize, cancellationToken));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Unusable($"{Display.Text(path)} cannot be read: {problem.Message}", problem);
        }
    }

    private string PathOf(string path) => path.StartsWith("~/", StringComparison.Ordinal)
        ? Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[2..])
        : Path.GetFullPath(path, parts.Tree.RootPath);

    private static SlipwayException Unusable(string message, Exception? cause = null) => new(
        new Diagnostic(
            TrustCodes.SigningKeyUnusable,
            message,
            $"Name one with --signing-key FILE, --signing-key env:VARIABLE, ${Variable}, or below 'trust:' of "
            + "slipway.yml; 'slipway trust keygen' makes one."),
        cause);
}

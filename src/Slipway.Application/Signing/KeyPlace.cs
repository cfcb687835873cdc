using Slipway.Git;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Trust.Codes;

namespace Slipway.Application.Signing;

/// <summary>Where a private key lies.</summary>
public static class KeyPlace
{
    /// <summary>Finds out whether git would take a private key for a file of the project.</summary>
    /// <param name="file">The file of the key.</param>
    /// <param name="cancellationToken">Stops the question.</param>
    /// <returns>A warning; null where the key lies in no checkout, git ignores it, or git does not answer.</returns>
    public static async Task<Diagnostic?> CheckAsync(string file, CancellationToken cancellationToken)
    {
        string path = Path.GetFullPath(file);
        return RelativePath.TryParse(Path.GetFileName(path), out var name)
            && Path.GetDirectoryName(path) is { } folder
            && await IsUntrackedAsync(folder, name.Value, cancellationToken)
            ? new Diagnostic(
                TrustCodes.SigningKeyInCheckout,
                $"The private key {Display.Text(file)} lies in a checkout, and git does not ignore it: 'git add' would "
                    + "commit it, and what is built meanwhile counts as changed",
                "Move it to where only its owner looks, such as ~/keys (mkdir -m 700 ~/keys); or have git ignore it: "
                    + "write its name into .gitignore.",
                Severity: Severity.Warning)
            : null;
    }

    private static async Task<bool> IsUntrackedAsync(
        string folder, RelativePath name, CancellationToken cancellationToken)
    {
        try
        {
            using var git = await GitRepository.FindAsync(folder, cancellationToken);
            return git is not null && (await git.UntrackedAsync(cancellationToken)).IsUntracked(name);
        }
        catch (SlipwayException)
        {
            // The key is made, and a checkout that git refuses takes nothing in.
            return false;
        }
    }
}

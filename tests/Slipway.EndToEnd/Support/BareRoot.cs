namespace Slipway.EndToEnd.Support;

/// <summary>
/// A root file system with a program, the C library of this machine, what every system draws random numbers from, and
/// nothing else: no OpenSSL, not even a shell.
/// </summary>
internal static class BareRoot
{
    /// <summary>Makes it in a folder that does not exist yet; the program is <c>/slipway</c> there.</summary>
    public static async Task MakeAsync(string root, byte[] program)
    {
        Directory.CreateDirectory(Path.Join(root, "tmp"));
        Directory.CreateDirectory(Path.Join(root, "dev"));
        // https://www.kernel.org/doc/Documentation/admin-guide/devices.txt
        await Tool.CheckAsync("mknod", "--mode=666", Path.Join(root, "dev", "urandom"), "c", "1", "9");
        string copy = Path.Join(root, "slipway");
        // Over a copy of the program, whose mode it keeps.
        File.Copy(Machine.Slipway, copy);
        await File.WriteAllBytesAsync(copy, program);
        string libraries = await Tool.CheckAsync(
            "bash", "-c", $"ldd '{Machine.Slipway}' | grep -oE '/[^ ]+\\.so[^ ]*'");
        foreach (string library in libraries.Split('\n').Distinct())
        {
            string place = Path.Join(root, library);
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Copy(library, place);
        }
    }
}

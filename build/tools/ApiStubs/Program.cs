using ActionML.Build.ApiStubs;

if (args.Length != 2)
{
    Console.Error.WriteLine("Usage: ApiStubs <listing.txt> <folder/Assembly.Name.dll>");
    return 2;
}

Listing listing = Listing.Read(args[0]);
IReadOnlyList<string> errors = new StubCompiler(listing).Compile(args[1], out int placeholders);
if (errors.Count > 0)
{
    Console.Error.WriteLine($"{args[0]} could not be turned into {args[1]}: {errors.Count} errors.");
    Console.Error.WriteLine(string.Join("\n", errors.Take(40)));
    return 3;
}

Console.WriteLine($"{args[1]}: {listing.Types.Count} types of {args[0]}, {placeholders} more that it only mentions");
return 0;
